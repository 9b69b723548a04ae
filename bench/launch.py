"""Start one process, wait for it, and tell what time it took and how much memory it held at most.

Run as ``python -I -S launch.py FD PROGRAM ARGUMENT...``. It is a process of its own because the peak memory of a child
counts that of the process it was started from, so the starter must be smaller than whatever is measured.
"""

import os
import sys
from time import perf_counter


def main() -> None:
    report, command = int(sys.argv[1]), sys.argv[2:]
    os.set_inheritable(report, False)
    begun = perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    seconds = perf_counter() - begun
    code = os.waitstatus_to_exitcode(status)
    kilobytes = usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss
    os.write(report, f"{seconds!r} {usage.ru_utime + usage.ru_stime!r} {kilobytes} {code}".encode())


if __name__ == "__main__":
    main()
