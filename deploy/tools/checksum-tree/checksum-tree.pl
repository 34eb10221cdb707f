#!/usr/bin/env perl
# SHA-256 of every file of a tree (artifact SHA256SUMS) and a report of the duplicates.
#
# usage: checksum-tree.pl --root DIRECTORY [--bytes-per-second N]
# exit:  0 done (files that cannot be read are listed in the result), 1 an output cannot be written, 2 bad parameters
#
# The hashing is sha256sum's. Small files go to it many at a time, because starting a process for each would take
# longer than reading it; large ones are fed through a pipe piece by piece, which keeps to the speed limit and lets
# progress move within a file.

use strict;
use warnings;
use File::Basename ();
use Getopt::Long;
use lib File::Basename::dirname(__FILE__) . '/../lib';
use Millrace;
use Tree;

my $LARGE       = 1024 * 1024;
my $BATCH_FILES = 200;
my $LIST_LIMIT  = 100;
my $GROUP_LIMIT = 20;

my ($root, $bytes_per_second) = (undef, 16 * 1024 * 1024);
GetOptions('root=s' => \$root, 'bytes-per-second=s' => \$bytes_per_second) && !@ARGV
    or fail(2, 'usage: checksum-tree.pl --root DIRECTORY [--bytes-per-second N]');
$bytes_per_second = whole_number('bytes-per-second', $bytes_per_second, 0);
$root = Tree::root($root);
$SIG{PIPE} = 'IGNORE';

my (@files, %size, %inode, %sum, %unreadable);
my ($total, $done) = (0, 0);
my $piece = $bytes_per_second && $bytes_per_second < 4 * $LARGE ? int($bytes_per_second / 4) || 1 : $LARGE;

find_files();
hash_files();
artifact('SHA256SUMS', \&write_sums);
report();

sub find_files {
    Tree::walk(
        $root,
        sub { 1 },
        sub {
            my ($path, $stat) = @_;
            push @files, $path;
            $size{$path}  = $stat->[7];
            $inode{$path} = "$stat->[0]:$stat->[1]";
            $total += $stat->[7];
            return 1;
        },
        sub { $unreadable{"$_[0]/"} = $_[1]; note("cannot read $_[0]: $_[1]") });
    note(@files . " files, $total bytes");
}

sub hash_files {
    my ($batch_bytes, @batch) = (0);
    for my $path (@files) {
        if ($size{$path} >= $LARGE) { hash_large($path); next }
        push @batch, $path;
        $batch_bytes += $size{$path};
        next if @batch < $BATCH_FILES && $batch_bytes < $piece;
        hash_small(@batch);
        ($batch_bytes, @batch) = (0);
    }
    hash_small(@batch) if @batch;
}

sub hash_small {
    my (@paths) = @_;
    open(my $sums, '-|', 'sha256sum', '-bz', '--', map { "$root/$_" } @paths) or fail(1, "cannot run sha256sum: $!");
    local $/ = "\0";
    while (my $line = <$sums>) {
        $sum{ substr($2, length "$root/") } = $1 if $line =~ /\A([0-9a-f]{64}) \*(.*)\0\z/s;
    }
    close $sums;
    my $bytes = 0;
    for my $path (@paths) {
        $bytes += $size{$path};
        set_aside($path, 'sha256sum could not read it') if !defined $sum{$path};
    }
    account($bytes, $paths[-1]);
}

sub hash_large {
    my ($path) = @_;
    open(my $file, '<:raw', "$root/$path") or set_aside($path, "$!"), account($size{$path}, $path), return;
    note("reading $path: $size{$path} bytes");
    pipe(my $sums, my $sums_in) or fail(1, "cannot make a pipe: $!");
    my $child = open(my $hasher, '|-') // fail(1, "cannot run sha256sum: $!");
    if (!$child) {
        open(STDOUT, '>&', $sums_in) && exec('sha256sum', '-b');
        exit 127;
    }
    close $sums_in;
    binmode $hasher;
    my ($left, $count) = ($size{$path});
    while ($left > 0 && ($count = sysread $file, my $bytes, $left < $piece ? $left : $piece)) {
        syswrite($hasher, $bytes) // last;
        $left -= $count;
        account($count, $path);
    }
    my $hashed = close($hasher) && !$left && defined $count;
    my ($sum) = (readline($sums) // '') =~ /\A([0-9a-f]{64})/;
    account($left, $path) if $left > 0;
    return set_aside($path, 'it changed or could not be read to its end') if !$hashed || !defined $sum;
    $sum{$path} = $sum;
}

sub set_aside {
    my ($path, $why) = @_;
    $unreadable{$path} = $why;
    note("cannot read $path: $why");
}

# Counts bytes as read, and waits for as long as they should have taken.
sub account {
    my ($bytes, $path) = @_;
    $done += $bytes;
    progress($done, $total, $path);
    select(undef, undef, undef, $bytes / $bytes_per_second) if $bytes_per_second && $bytes;
}

# As sha256sum writes it: a name with a backslash or a line break is escaped, and its line starts with a backslash.
sub write_sums {
    my ($file) = @_;
    for my $path (grep { defined $sum{$_} } @files) {
        my $name = "./$path";
        my $mark = $name =~ s/([\\\n\r])/{ "\\" => '\\\\', "\n" => '\\n', "\r" => '\\r' }->{$1}/ge ? '\\' : '';
        print {$file} "$mark$sum{$path} *$name\n";
    }
}

# Hard links to one file are not duplicates of each other: they take their space once.
sub duplicates {
    my (%groups, %seen);
    for my $path (grep { defined $sum{$_} && $size{$_} > 0 } @files) {
        push @{ $groups{ $sum{$path} } }, $path if !$seen{ $inode{$path} }++;
    }
    my @duplicates = grep { @$_ > 1 } values %groups;
    return sort { freed($b) <=> freed($a) || $a->[0] cmp $b->[0] } @duplicates;
}

sub freed { my ($group) = @_; return $size{ $group->[0] } * (@$group - 1) }

sub report {
    my @duplicates = duplicates();
    my $freed      = 0;
    $freed += freed($_) for @duplicates;
    my @unreadable = sort keys %unreadable;
    my $truncated  = @duplicates > $LIST_LIMIT || @unreadable > $LIST_LIMIT || grep { @$_ > $GROUP_LIMIT } @duplicates;
    result(object(
        root            => $root,
        files           => number(scalar keys %sum),
        bytes           => number($total),
        unreadableCount => number(scalar @unreadable),
        unreadable      => [ first($LIST_LIMIT, @unreadable) ],
        duplicateCount  => number(scalar @duplicates),
        duplicateBytes  => number($freed),
        duplicates      => [ map { group($_) } first($LIST_LIMIT, @duplicates) ],
        truncated       => truth($truncated)));
    progress(100, 100, 'done');
    note(sprintf '%d files, %d groups of duplicates, which take %d bytes too many', scalar keys %sum, scalar @duplicates, $freed);
}

sub group {
    my ($paths) = @_;
    return object(
        sha256 => $sum{ $paths->[0] },
        bytes  => number($size{ $paths->[0] }),
        count  => number(scalar @$paths),
        files  => [ first($GROUP_LIMIT, @$paths) ]);
}

sub first { my ($limit, @list) = @_; return @list > $limit ? @list[ 0 .. $limit - 1 ] : @list }
