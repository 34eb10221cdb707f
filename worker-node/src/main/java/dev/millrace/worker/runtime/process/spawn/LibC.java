package dev.millrace.worker.runtime.process.spawn;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The functions of the C library that start a program the way we want it. Names and arguments are the library's. */
final class LibC {
    static {
        Native.register(LibC.class, "c");
    }

    static final int O_RDONLY = 0;
    static final int O_CLOEXEC = 0x80000;
    static final int EINTR = 4;
    static final int RLIMIT_RTTIME = 15;

    static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    /** glibc 2.26 and newer. */
    static final short POSIX_SPAWN_SETSID = 0x80;

    /** More than any C library has for its structures of attributes, actions and signals (336, 80 and 128 bytes). */
    static final int STRUCTURE_BYTES = 1024;

    private LibC() {}

    static native int posix_spawn(
            int[] pid, Pointer path, Pointer actions, Pointer attributes, Pointer argv, Pointer environment);

    static native int posix_spawnattr_init(Pointer attributes);

    static native int posix_spawnattr_destroy(Pointer attributes);

    static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    static native int posix_spawn_file_actions_init(Pointer actions);

    static native int posix_spawn_file_actions_destroy(Pointer actions);

    static native int posix_spawn_file_actions_addopen(Pointer actions, int fd, Pointer path, int flags, int mode);

    static native int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int target);

    /** glibc 2.29 and newer. */
    static native int posix_spawn_file_actions_addchdir_np(Pointer actions, Pointer path);

    /** glibc 2.34 and newer. */
    static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    static native int sigfillset(Pointer signals);

    static native int sigemptyset(Pointer signals);

    static native int pipe2(int[] ends, int flags) throws LastErrorException;

    static native int close(int fd);

    /** @param usage {@code struct rusage} of a 64-bit Linux */
    static native int wait4(int pid, int[] status, int options, long[] usage) throws LastErrorException;

    static native int setrlimit(int resource, long[] softAndHard) throws LastErrorException;

    static native String strerror(int error);
}
