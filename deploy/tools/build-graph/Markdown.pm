package Markdown;

# Finds the links and the heading anchors of one Markdown page (CommonMark with GitHub's extensions, as far as links go).
# Everything that is not prose is blanked out first, with its line breaks kept, so that positions still give line numbers.

use strict;
use warnings;

my $NESTED      = qr{\((?:[^\s()\\]|\\.|\([^\s()]*\))*+\)};
my $DESTINATION = qr{<([^<>\n]*)>|(?!<)((?:[^\s()\\]++|\\.|$NESTED)*+)};
my $TITLE       = qr/"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)/s;
my $CODE_SPAN   = qr/(?<!`)(`++)(.+?)(?<!`)\g{-2}(?!`)/s;
my $ITEM        = qr/[-*+]|[0-9]{1,9}[.)]/;

# Takes the decoded text; returns [{line, target}, ...] in the order of the text, and {anchor => 1}.
sub parse {
    my ($text) = @_;
    $text =~ s/\A\x{FEFF}//;
    $text =~ s/\r\n?/\n/g;
    $text =~ s/\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n|\z)/blank($&)/se;
    my $prose   = without_code_blocks_and_comments($text);
    my $anchors = anchors($prose);
    my ($definitions, $body) = definitions(without_code_spans($prose));
    return (links($body, $definitions), $anchors);
}

sub blank {
    my ($string) = @_;
    $string =~ s/[^\n]/ /g;
    return $string;
}

sub without_code_blocks_and_comments {
    my ($text) = @_;
    my ($fence, $quoted, $comment, $list, $after_blank) = ('', 0, 0, 0, 1);
    my @lines = split /\n/, $text, -1;
    for my $line (@lines) {
        if ($fence ne '') {
            my ($mark) = $fence =~ /^(.)/;
            my $left_quote = $quoted && $line !~ /^[ \t]*>/;
            my $closes = $left_quote || $line =~ /^[ \t>]*(\Q$mark\E+)[ \t]*$/ && length $1 >= length $fence;
            $fence = '' if $closes;
            $line = '' if !$left_quote;
            next if !$left_quote;
        }
        if ($comment) {
            if ($line =~ /-->/) { $line = blank($`) . '   ' . $'; $comment = 0 }
            else                { $line = ''; next }
        }
        if ($line =~ /^[ \t]*$/) { $after_blank = 1; next }
        if (!$list && $after_blank && $line =~ /^(?: {4}| {0,3}\t)/) { $line = ''; next }
        $list = 1 if $line =~ /^[ \t>]*$ITEM(?:[ \t]|$)/;
        $list = 0 if $after_blank && $line =~ /^[^ \t]/ && $line !~ /^$ITEM(?:[ \t]|$)/;
        $after_blank = 0;
        if ($line =~ /^[ \t>]*(?:$ITEM[ \t]+)?(?:(`{3,})[^`]*|(~{3,}).*)$/) {
            $fence  = $1 // $2;
            $quoted = $line =~ /^[ \t]*>/;
            $line   = '';
            next;
        }
        ($line, $comment) = without_comments($line);
    }
    return join "\n", @lines;
}

# Code spans come first: a comment that is quoted in one is no comment.
sub without_comments {
    my ($line) = @_;
    return ($line, 0) if index($line, '<!--') < 0;
    my $open = 0;
    $line =~ s/(\\[\\`<]|$CODE_SPAN)|(<!--(?:-?>|.*?-->))|<!--.*/
        if (defined $1) { $1 } elsif (defined $4) { blank($4) } else { $open = 1; '' }/gex;
    return ($line, $open);
}

sub without_code_spans {
    my ($text) = @_;
    return $text if index($text, '`') < 0;
    return join '', map { index($_, '`') < 0 ? $_ : without_spans($_) } paragraphs($text);
}

sub without_spans {
    my ($paragraph) = @_;
    $paragraph =~ s{(?=[\\`])(?:(\\.)|$CODE_SPAN)}{defined $1 ? $1 : blank($&)}ges;
    return $paragraph;
}

sub paragraphs { return split /(\n(?:[ \t]*\n)+)/, $_[0], -1 }

# Reference definitions: "[label]: target".
sub definitions {
    my ($text) = @_;
    my %definitions;
    $text =~ s{^[ \t>]*\[([^\[\]\n]+)\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))[ \t]*(?:\n?[ \t]*$TITLE)?[ \t]*$}{
        my ($whole, $label, $target) = ($&, $1, $2 // $3);
        $definitions{ label($label) } //= $target if $label !~ /^\^/;
        blank($whole)
    }gem;
    return (\%definitions, $text);
}

sub label {
    my ($label) = @_;
    $label =~ s/\s+/ /g;
    $label =~ s/^ | $//g;
    return lc $label;
}

sub links {
    my ($text, $definitions) = @_;
    my @links;
    my $line = 1;
    for my $paragraph (paragraphs($text)) {
        my ($counted, @open) = (0);
        my $add = sub {
            my ($at, $target) = @_;
            $line += substr($paragraph, $counted, $at - $counted) =~ tr/\n//;
            $counted = $at;
            push @links, { line => $line, target => unescaped($target) };
        };
        while ($paragraph =~ /\G[^\\\[\]<]*+(?:\\.?|([\[\]<]))/gcs) {
            my ($mark, $at) = ($1 // '', pos($paragraph) - 1);
            if ($mark eq '[') {
                push @open, $at;
            } elsif ($mark eq '<') {
                $add->($at, $1) if $paragraph =~ /\G([A-Za-z][A-Za-z0-9+.-]+:[^\s<>]*)>/gc;
                $add->($at, $1 // $2)
                    if $paragraph =~ /\G(?i:a|img)\b[^<>]*?\s(?i:href|src)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/gc;
            } elsif ($mark eq ']' && @open) {
                my $opened = pop @open;
                my $label  = substr($paragraph, $opened + 1, $at - $opened - 1);
                if ($paragraph =~ /\G\(\s*$DESTINATION(?:\s+$TITLE)?\s*\)/gc) {
                    $add->($at, $1 // $2);
                } else {
                    $label = $1 if $paragraph =~ /\G\[([^\[\]]+)\]/gc;
                    my $target = $definitions->{ label($label) };
                    $add->($at, $target) if defined $target;
                }
            }
        }
        $line += substr($paragraph, $counted) =~ tr/\n//;
    }
    return \@links;
}

sub unescaped {
    my ($target) = @_;
    $target =~ s/\\([!-\/:-@\[-`{-~])/$1/g;
    $target =~ s/&(amp|quot|lt|gt|#39);/{ amp => '&', quot => '"', lt => '<', gt => '>', '#39' => "'" }->{$1}/ge;
    return $target;
}

# The anchors GitHub gives to headings, and those that HTML attributes name.
sub anchors {
    my ($text) = @_;
    my (%anchors, %copies);
    while ($text =~ /^[ \t>]*#{1,6}[ \t]+(.*?)[ \t]*(?:[ \t]#+)?[ \t]*$|^[ ]{0,3}(\S.*)\n[ ]{0,3}(?:=+|-+)[ \t]*$/gm) {
        my $heading = $1 // $2;
        $anchors{ lc $1 } = 1 if $heading =~ s/[ \t]*\{#([^\s{}]+)\}$//;
        my $slug = slug($heading);
        my $unique  = $slug;
        $unique = $slug . "-" . ++$copies{$slug} while $anchors{$unique};
        $anchors{$unique} = 1;
    }
    $anchors{ lc($1 // $2) } = 1 while $text =~ /<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
    return \%anchors;
}

sub slug {
    my ($heading) = @_;
    $heading =~ s/!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])/$1/g;
    $heading =~ s/<[^<>]*>//g;
    $heading =~ s/(?<!\w)(_{1,3})(\S(?:.*?\S)?)\1(?!\w)/$2/g;
    $heading = lc $heading;
    $heading =~ s/[^\w\- ]//g;
    $heading =~ tr/ /-/;
    return $heading;
}

1;
