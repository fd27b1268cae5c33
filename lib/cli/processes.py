"""What Deno may not ask or do about other processes under the tasks' permissions.

processes.py watch       prints whether SIGHUP is "ignored", as nohup asks, or "stops", and "gone"
                         when a program has ended that its caller was started through
processes.py end PID     asks a notebook's kernel to end (SIGTERM), and kills it if that takes longer
                         than GRACE_SECONDS; returns when it has ended

npm's command runner passes SIGTERM on to its shell alone, which ends and leaves `deno task` to
itself: without the first of these a container that is stopped would leave the run going.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time

# The longest step of training, with the saving of it, takes some ten seconds on a slow CPU.
GRACE_SECONDS = 60
WATCH_SECONDS = 1

# A program that runs a task of Deno: npm ("npm exec deno task lab"), node with its npx, deno.
NPM = re.compile(r"^(\S*/)?(node\s+\S*/)?(npm|npx)\s")
# npm says to what it starts what that is.
THROUGH_NPM = re.search(r"\bdeno\b", os.environ.get("npm_lifecycle_script", ""))
STARTER = re.compile(r"^(?=.*\bdeno\b)(\S*/)?(npm|npx|node|deno)\s(.*\s)?task\s")


def look(pid):
    """Parent and command line of a process; None if there is none, or it has ended."""
    if sys.platform == "linux":
        try:
            with open(f"/proc/{pid}/stat", errors="replace") as file:
                state, parent = file.read().rpartition(")")[2].split()[:2]
            with open(f"/proc/{pid}/cmdline", errors="replace") as file:
                command = file.read().replace("\0", " ")
        except OSError:
            return None
    else:
        asked = ["ps", "-o", "state=,ppid=,args=", "-p", str(pid)]
        said = subprocess.run(asked, capture_output=True, text=True).stdout.split(None, 2)
        if len(said) < 3:
            return None
        state, parent, command = said
    return None if state.startswith("Z") else (int(parent), command)


def starters(pid):
    """Process `pid` and those above it up to the outermost that runs a task of Deno; whether npm, if
    this was started by it, is among those above."""
    chain, outermost, is_below_npm = [pid], 0, not THROUGH_NPM
    while (found := look(chain[-1])) and found[0] > 1:
        is_npm = THROUGH_NPM and NPM.search(found[1] + " ")
        if is_npm or STARTER.search(found[1] + " "):
            outermost = len(chain) - 1
        is_below_npm = is_below_npm or bool(is_npm)
        chain.append(found[0])
    return chain[: outermost + 1], is_below_npm


def watch(pid):
    """Wait until one of the processes that `pid` was started through is gone; false where it was
    started through none."""
    chain, is_below_npm = starters(pid)
    # npm ended before, while the task set up what is missing.
    if not is_below_npm:
        return True
    links = list(zip(chain, chain[1:]))
    while links:
        time.sleep(WATCH_SECONDS)
        if any((look(child) or [None])[0] != parent for child, parent in links):
            return True
    return False


def end(pid):
    asked = time.monotonic()
    wanted = signal.SIGTERM
    # Another process may have got the number of one that has ended.
    while (found := look(pid)) and "jupyter" in found[1]:
        if wanted:
            os.kill(pid, wanted)
        overdue = time.monotonic() - asked > GRACE_SECONDS
        wanted = signal.SIGKILL if overdue else None
        time.sleep(0.1)


def end_with_caller():
    while os.read(0, 4096):
        pass
    os._exit(0)


if sys.argv[1] == "end":
    try:
        end(int(sys.argv[2]))
    except ProcessLookupError:
        pass
else:
    threading.Thread(target=end_with_caller, daemon=True).start()
    on_posix = os.name == "posix"
    ignored = not on_posix or signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    print("ignored" if ignored else "stops", flush=True)
    if on_posix:
        # Ctrl+C and a hangup go to the whole foreground of a terminal; the caller answers them.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        if watch(os.getppid()):
            print("gone", flush=True)
    threading.Event().wait()
