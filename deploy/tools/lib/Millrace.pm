package Millrace;

# The tool contract for the Perl tools: log lines, progress, artifacts, the result, and how to give up.
# Needs nothing beyond Debian's perl-base. Without MILLRACE_RESULT (a run by hand) the result goes to standard output
# and everything else to standard error, so that the JSON can be piped.

use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(fail note progress artifact result object number truth text whole_number);

my $VALID_UTF8 = qr/
      [\x01-\x7F]++
    | [\xC2-\xDF][\x80-\xBF]
    | \xE0[\xA0-\xBF][\x80-\xBF]
    | [\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}
    | \xED[\x80-\x9F][\x80-\xBF]
    | \xF0[\x90-\xBF][\x80-\xBF]{2}
    | [\xF1-\xF3][\x80-\xBF]{3}
    | \xF4[\x80-\x8F][\x80-\xBF]{2}
/x;

my $log = defined $ENV{MILLRACE_RESULT} ? \*STDOUT : \*STDERR;
$log->autoflush(1);
my $last_percent = -1;

# Ends the tool: 2 means that the parameters are wrong, 1 that the work could not be done.
sub fail {
    my ($exit_code, $message) = @_;
    print STDERR printable($message), "\n";
    exit $exit_code;
}

# One line of the log.
sub note {
    my ($message) = @_;
    print {$log} printable($message), "\n";
}

# Progress in percent; says nothing while the percentage stays the same.
sub progress {
    my ($done, $total, $message) = @_;
    my $percent = $total > 0 ? int(100 * $done / $total) : 100;
    $percent = 100 if $percent > 100;
    return if $percent == $last_percent;
    $last_percent = $percent;
    print {$log} "::progress $percent ", printable($message), "\n";
}

# Keeps a file: in the attempt's artifacts, or by hand in the current directory.
sub artifact {
    my ($name, $write) = @_;
    my $directory = $ENV{MILLRACE_ARTIFACTS} // '.';
    write_file("$directory/$name", $write);
    note("wrote $name");
}

# The tool's answer, there as a whole or not at all.
sub result {
    my ($value) = @_;
    my $json = json($value) . "\n";
    if (defined $ENV{MILLRACE_RESULT}) {
        write_file($ENV{MILLRACE_RESULT}, sub { print { $_[0] } $json });
    } else {
        print STDOUT $json;
    }
}

# JSON objects keep the order in which their members are given; plain scalars are strings.
sub object { return bless [@_], 'Millrace::Object' }
sub number { my $digits = sprintf '%d', shift; return bless \$digits, 'Millrace::Literal' }
sub truth  { my $word = $_[0] ? 'true' : 'false'; return bless \$word, 'Millrace::Literal' }

# The bytes as valid UTF-8: what is not becomes U+FFFD.
sub text {
    my ($bytes) = @_;
    $bytes =~ s/($VALID_UTF8)|[\x00\x80-\xFF]/defined $1 ? $1 : "\xEF\xBF\xBD"/ge if $bytes =~ /[\x00\x80-\xFF]/;
    return $bytes;
}

sub whole_number {
    my ($name, $value, $least) = @_;
    fail(2, "--$name must be a whole number, $least or more: $value") if $value !~ /\A[0-9]{1,15}\z/ || $value < $least;
    return $value + 0;
}

sub json {
    my ($value) = @_;
    my $kind = ref $value;
    return $$value if $kind eq 'Millrace::Literal';
    return '[' . join(',', map { json($_) } @$value) . ']' if $kind eq 'ARRAY';
    return quoted($value) if $kind eq '';
    my @members;
    for (my $at = 0; $at < @$value; $at += 2) {
        push @members, quoted($value->[$at]) . ':' . json($value->[ $at + 1 ]);
    }
    return '{' . join(',', @members) . '}';
}

sub quoted {
    my $string = text($_[0]);
    $string =~ s/(["\\])/\\$1/g;
    $string =~ s/([\x00-\x1F\x7F])/sprintf '\\u%04x', ord $1/ge;
    return qq("$string");
}

# A file name with a line break must not become a second line, which could pass for a progress line.
sub printable {
    my $string = text($_[0]);
    $string =~ s/[\x00-\x1F\x7F]/?/g;
    return $string;
}

sub write_file {
    my ($path, $write) = @_;
    my $unfinished = "$path.unfinished";
    open(my $file, '>', $unfinished) or fail(1, "cannot write $path: $!");
    $write->($file);
    close($file) or fail(1, "cannot write $path: $!");
    rename($unfinished, $path) or fail(1, "cannot write $path: $!");
}

1;
