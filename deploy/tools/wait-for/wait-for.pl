#!/usr/bin/env perl
# Waits until a TCP port answers or a file is there.
#
# usage: wait-for.pl --target tcp:HOST:PORT|file:/PATH [--seconds N]
# exit:  0 it is there, 75 not yet (asks Millrace for another attempt), 2 bad parameters
#
# A name that does not resolve counts as "not yet": the machine may be on its way.

use strict;
use warnings;
use File::Basename ();
use Getopt::Long;
use IO::Socket::IP;
use lib File::Basename::dirname(__FILE__) . '/../lib';
use Millrace;

my $PAUSE = 0.25;

my ($target, $seconds) = ('', 3);
GetOptions('target=s' => \$target, 'seconds=s' => \$seconds) && !@ARGV
    or fail(2, 'usage: wait-for.pl --target tcp:HOST:PORT|file:/PATH [--seconds N]');
$seconds = whole_number('seconds', $seconds, 0);
my $is_there = probe($target);

my $until = time + $seconds;
note("waiting for $target");
while (1) {
    my $reason = $is_there->();
    last if !defined $reason;
    if (time >= $until) {
        note("not there yet: $reason");
        exit 75;
    }
    select(undef, undef, undef, $PAUSE);
}
note("$target is there");
result(object(target => $target, attempt => number($ENV{MILLRACE_ATTEMPT} // 1)));

# Returns a function that says what is still missing, or undef.
sub probe {
    my ($target) = @_;
    if ($target =~ m{\Afile:(/[^\0]*)\z}s) {
        my $path = $1;
        return sub { -e $path ? undef : "$!" };
    }
    if ($target =~ /\Atcp:(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:\[\]]+)):([0-9]{1,5})\z/ && $3 >= 1 && $3 <= 65535) {
        my ($host, $port) = ($1 // $2, $3);
        return sub { IO::Socket::IP->new(PeerHost => $host, PeerService => $port, Timeout => 2) ? undef : $@ || "$!" };
    }
    fail(2, "--target must be tcp:HOST:PORT or file:/PATH: $target");
}
