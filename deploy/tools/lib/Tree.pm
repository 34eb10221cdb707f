package Tree;

# Walks a directory without following symbolic links, so that it neither loops nor leaves the tree.

use strict;
use warnings;
use Fcntl ':mode';
use Millrace;

# The directory as an argument, checked; ends the tool with 2 if it is not one.
sub root {
    my ($root) = @_;
    fail(2, '--root is missing') if !defined $root || $root eq '';
    fail(2, "no such directory: $root") if !-e $root;
    fail(2, "not a directory: $root") if !-d _;
    opendir(my $directory, $root) or fail(2, "cannot read $root: $!");
    return $root;
}

# Calls $visit->($path below root, lstat) for every regular file, in the order of the names, until it returns false.
# $enter->($name) says whether a directory is entered; $unreadable->($path, $why) is told of those that cannot be.
sub walk {
    my ($root, $enter, $visit, $unreadable) = @_;
    my @pending = ('');
    while (defined(my $path = pop @pending)) {
        my @stat = $path eq '' ? stat $root : lstat "$root/$path";
        next if !@stat;
        if (S_ISREG($stat[2])) {
            $visit->($path, \@stat) or return;
        } elsif (S_ISDIR($stat[2])) {
            opendir(my $directory, $path eq '' ? $root : "$root/$path") or $unreadable->($path, "$!"), next;
            my @names = grep { $_ ne '.' && $_ ne '..' } readdir $directory;
            push @pending, map { $path eq '' ? $_ : "$path/$_" }
                grep { $enter->($_) || !-d "$root/$path/$_" } reverse sort @names;
        }
    }
}

1;
