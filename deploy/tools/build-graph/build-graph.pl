#!/usr/bin/env perl
# The link graph of a Markdown tree, as JSON and as DOT.
#
# usage: build-graph.pl --root DIRECTORY [--max-pages N]
# exit:  0 done (broken links are a finding, not a failure), 1 an output cannot be written, 2 bad parameters
#
# File names are bytes throughout; only the text of a page is decoded, because anchors are about characters.
# A link to a directory is a link to its README.md or index.md; an absolute link ("/a.md") starts at the root.

use strict;
use warnings;
use File::Basename ();
use Getopt::Long;
use lib File::Basename::dirname(__FILE__), File::Basename::dirname(__FILE__) . '/../lib';
use Markdown;
use Millrace;
use Tree;

my $LIST_LIMIT        = 1000;
my $MOST_LINKED_LIMIT = 10;
my $LARGEST_PAGE      = 16 * 1024 * 1024;

my ($root, $max_pages) = (undef, 10_000);
GetOptions('root=s' => \$root, 'max-pages=s' => \$max_pages) && !@ARGV
    or fail(2, 'usage: build-graph.pl --root DIRECTORY [--max-pages N]');
$max_pages = whole_number('max-pages', $max_pages, 1);
$root = Tree::root($root);

my ($found, $truncated) = find_pages();
my %pages = read_pages($found);
my ($counts, $edges, $broken) = resolve_links(\%pages);
my $inbound = inbound($edges);
my @orphans = grep { !$inbound->{$_} && !/\A(?:readme|index)\.(?:md|markdown)\z/i } @$found;
artifact('graph.dot', sub { write_dot($_[0], $found, $edges, $broken) });
report();

sub find_pages {
    my (@pages, $more);
    Tree::walk(
        $root,
        sub { $_[0] !~ /\A\./ && $_[0] ne 'node_modules' },
        sub {
            my ($path) = @_;
            return 1 if $path !~ /\.(?:md|markdown)\z/i;
            $more = @pages >= $max_pages or push @pages, $path;
            return !$more;
        },
        sub { note("cannot read $_[0]: $_[1]") });
    note("stopped after $max_pages pages: there are more") if $more;
    return (\@pages, $more);
}

sub read_pages {
    my ($found) = @_;
    my ($done, %pages) = (0);
    for my $path (@$found) {
        my $text = read_text("$root/$path");
        my ($links, $anchors) = Markdown::parse($text);
        $pages{$path} = { links => $links, anchors => $anchors };
        note("page $path: " . @$links . ' links');
        progress(90 * ++$done, 100 * @$found, "$done of " . @$found . ' pages');
    }
    return %pages;
}

sub read_text {
    my ($path) = @_;
    my ($file, $bytes);
    my $opened = open($file, '<:raw', $path) && defined read($file, $bytes, $LARGEST_PAGE);
    if (!$opened) { note("cannot read $path: $!"); return '' }
    note("only the first $LARGEST_PAGE bytes are read: $path") if !eof $file;
    my $text = text($bytes);
    utf8::decode($text);
    return $text;
}

# Every link is external, fine, or broken; links between two pages become edges.
sub resolve_links {
    my ($pages) = @_;
    my %counts = (links => 0, external => 0);
    my (%edges, @broken);
    for my $page (@$found) {
        for my $link (@{ $pages->{$page}{links} }) {
            my $target = $link->{target};
            next if $target eq '';
            if ($target =~ m{\A(?:[A-Za-z][A-Za-z0-9+.-]+:|//)}) { $counts{external}++; next }
            $counts{links}++;
            my ($to, $reason) = resolve($pages, $page, $target);
            $edges{$page}{$to} = 1 if defined $to && $to ne $page;
            push @broken, { page => $page, line => $link->{line}, target => utf8_bytes($target), reason => $reason }
                if defined $reason;
        }
    }
    return (\%counts, \%edges, \@broken);
}

# Returns the page that the target names, where it names one, and what is wrong with it, where something is.
sub resolve {
    my ($pages, $page, $target) = @_;
    my ($address, $fragment) = split /#/, utf8_bytes($target), 2;
    $address = percent_decoded((split /\?/, $address // '', 2)[0] // '');
    my $path = $address eq '' ? $page : normalised($address =~ m{\A/} ? $address : directory($page) . $address);
    my $to = page_at($pages, $path);
    if (!defined $to) {
        return (undef, $path !~ /\0/ && -e "$root/$path" ? undef : 'no such file');
    }
    return ($to, undef) if !defined $fragment || $fragment eq '' || lc $fragment eq 'top';
    my $anchor = text(percent_decoded($fragment));
    utf8::decode($anchor);
    return ($to, $pages->{$to}{anchors}{ lc $anchor } ? undef : 'no such heading');
}

sub page_at {
    my ($pages, $path) = @_;
    return $path if $pages->{$path};
    my $directory = $path eq '.' ? '' : "$path/";
    return (grep { $pages->{$_} } map { "$directory$_" } qw(README.md readme.md index.md README.markdown index.markdown))[0];
}

sub directory { my ($page) = @_; return substr $page, 0, 1 + rindex $page, q{/} }

sub utf8_bytes { my ($string) = @_; utf8::encode($string); return $string }

sub percent_decoded { my ($string) = @_; $string =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge; return $string }

sub normalised {
    my ($path) = @_;
    my @steps;
    for my $step (split m{/+}, $path) {
        next if $step eq '' || $step eq '.';
        if ($step eq '..' && @steps && $steps[-1] ne '..') { pop @steps }
        else                                               { push @steps, $step }
    }
    return @steps ? join('/', @steps) : '.';
}

sub inbound {
    my ($edges) = @_;
    my %inbound;
    $inbound{$_}++ for map { keys %$_ } values %$edges;
    return \%inbound;
}

sub write_dot {
    my ($file, $found, $edges, $broken) = @_;
    print {$file} "digraph pages {\n  rankdir=LR;\n  node [shape=box];\n";
    print {$file} '  ', dot_id($_), ";\n" for @$found;
    for my $page (@$found) {
        print {$file} '  ', dot_id($page), ' -> ', dot_id($_), ";\n" for sort keys %{ $edges->{$page} || {} };
    }
    my %drawn;
    for my $link (grep { !$drawn{"$_->{page}\0$_->{target}"}++ } @$broken) {
        my $missing = dot_id("$link->{target} ($link->{reason})");
        print {$file} "  $missing [color=red, style=dashed];\n" if !$drawn{$missing}++;
        print {$file} '  ', dot_id($link->{page}), " -> $missing [color=red, style=dashed];\n";
    }
    print {$file} "}\n";
}

sub dot_id {
    my $name = text($_[0]);
    $name =~ s/([\\"])/\\$1/g;
    $name =~ s/[\x00-\x1F\x7F]/?/g;
    return qq("$name");
}

sub report {
    my @most_linked = sort { $inbound->{$b} <=> $inbound->{$a} || $a cmp $b } keys %$inbound;
    $truncated ||= @orphans > $LIST_LIMIT || @$broken > $LIST_LIMIT;
    my @shown = first($LIST_LIMIT, @$broken);
    note("broken link in $_->{page}, line $_->{line}: $_->{target} ($_->{reason})") for @shown;
    result(object(
        root            => $root,
        pages           => number(scalar @$found),
        links           => number($counts->{links}),
        externalLinks   => number($counts->{external}),
        orphanCount     => number(scalar @orphans),
        brokenLinkCount => number(scalar @$broken),
        orphans         => [ first($LIST_LIMIT, @orphans) ],
        brokenLinks     => [
            map { object(page => $_->{page}, line => number($_->{line}), target => $_->{target}, reason => $_->{reason}) } @shown
        ],
        mostLinked => [
            map { object(page => $_, inbound => number($inbound->{$_})) } first($MOST_LINKED_LIMIT, @most_linked)
        ],
        truncated => truth($truncated)));
    progress(100, 100, 'done');
    note(sprintf '%d pages, %d links, %d external links, %d orphans, %d broken links',
        scalar @$found, $counts->{links}, $counts->{external}, scalar @orphans, scalar @$broken);
}

sub first { my ($limit, @list) = @_; return @list > $limit ? @list[ 0 .. $limit - 1 ] : @list }
