"""Runs one notebook: execute.py NOTEBOOK OUTPUT FOLDER (the kernel's working folder).

It starts a kernel, imports the library in it, and executes the cells once a line comes in on standard
input: the kernel of the next notebook gets ready while one runs.

nbconvert --execute would do the same, but after a failing cell it leaves no notebook, and it says
nothing on the way. Here each event is a line of JSON on standard output, and what has run is
written in any case. When standard input closes, as it does when the caller ends for whatever
reason, or a signal asks this program to end, the kernel is asked to end (SIGTERM), which training
does after the current steps are completed and saved, and killed if it takes longer than
GRACE_SECONDS. A notebook that refuses photos or settings because the run was made of others leaves an earlier OUTPUT as it is.
"""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timezone

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat.sign import NotebookNotary

# The longest step of training, with the saving of it, takes some ten seconds on a slow CPU.
GRACE_SECONDS = 60
# Name of the error of lib/io/errors.ts.
OTHER_STATE = "OtherStateError"

source, output, folder = sys.argv[1:]
# Ctrl+C goes to the whole foreground of a terminal; only the caller is to answer it.
if os.name == "posix":
    os.setsid()
# The kernel inherits standard output, and native libraries print there: the events get their own.
events = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def tell(**event):
    events.write(json.dumps(event) + "\n")
    events.flush()


def commit():
    """The project's commit, with "-dirty" where files were changed; None without git."""
    try:
        return subprocess.check_output(
            ["git", "describe", "--always", "--dirty", "--exclude=*"],
            cwd=os.path.dirname(os.path.abspath(__file__)),
            stderr=subprocess.DEVNULL,
            text=True,
        ).strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def sign(notebook):
    """Let this machine's JupyterLab run the scripts of the outputs, which draw figures."""
    try:
        NotebookNotary().sign(notebook)
    except Exception as error:  # A home folder that cannot be written, say: figures stay undrawn.
        print(f"Cannot sign {output}: {error}", file=sys.stderr)


def kernel_process():
    return getattr(getattr(client.km, "provisioner", None), "process", None)


def end_run(code):
    process = kernel_process()
    if process is not None:
        try:
            process.terminate()
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    os._exit(code)


def wait_for_start():
    """Until the caller sends a line."""
    if not os.read(0, 1):
        end_run(130)
    threading.Thread(target=end_run_when_caller_ends, daemon=True).start()
    running["since"] = time.monotonic()
    record["started"] = datetime.now(timezone.utc).isoformat(timespec="seconds")


def end_run_when_caller_ends():
    while os.read(0, 4096):
        pass
    end_run(130)


def end_run_at_signals():
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, frame: end_run(128 + number))


def on_cell_start(cell, cell_index):
    running["index"] = cell_index
    if cell.cell_type == "code" and cell.source.strip():
        tell(event="cell", index=cell_index)


def on_cell_error(cell, cell_index, execute_reply):
    content = execute_reply["content"]
    allowed = "raises-exception" in cell.metadata.get("tags", [])
    if not allowed:
        running["refused"] = content.get("ename") == OTHER_STATE
        tell(
            event="error",
            index=cell_index,
            name=content.get("ename", ""),
            message=content.get("evalue", ""),
            traceback="\n".join(content.get("traceback", [])),
        )


class Client(NotebookClient):
    """Tells the kernel's process, and what progress bars say as text: displays that are updated and
    hold no picture."""

    async def async_start_new_kernel(self, **options):
        # Here, as nbclient has just set its own, which end in a traceback.
        end_run_at_signals()
        await super().async_start_new_kernel(**options)
        tell(event="kernel", pid=kernel_process().pid)

    async def async_start_new_kernel_client(self):
        kernel = await super().async_start_new_kernel_client()
        # Where this fails, the notebook's own import says why.
        kernel.execute('await import("lookalike")', silent=True, store_history=False)
        wait_for_start()
        return kernel

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("display_data", "update_display_data"):
            content = msg["content"]
            is_updated = (content.get("transient") or {}).get("display_id")
            if is_updated and set(content["data"]) == {"text/html", "text/plain"}:
                tell(event="progress", text=content["data"]["text/plain"])
        return super().process_message(msg, cell, cell_index)


running = {"index": 0, "refused": False, "since": time.monotonic()}
notebook = nbformat.read(source, as_version=4)
for cell in notebook.cells:
    if cell.cell_type == "code":
        # Outputs of an earlier run would look like this run's.
        cell.outputs = []
        cell.execution_count = None
client = Client(
    notebook,
    kernel_name="lookalike",
    timeout=None,
    coalesce_streams=True,
    resources={"metadata": {"path": folder}},
    on_cell_start=on_cell_start,
    on_cell_error=on_cell_error,
)
record = {"commit": commit()}
status = 0
try:
    client.execute()
except CellExecutionError:
    status = 1
except DeadKernelError:
    tell(
        event="error",
        index=running["index"],
        name="DeadKernelError",
        message="The kernel ended by itself: out of memory, or a crash in native code",
        traceback="",
    )
    status = 1
finally:
    record["seconds"] = round(time.monotonic() - running["since"], 1)
    notebook.metadata["lookalike"] = record
    temporary = f"{output}.{os.getpid()}.tmp"
    try:
        if not (running["refused"] and os.path.exists(output)):
            nbformat.write(notebook, temporary)
            os.replace(temporary, output)
            sign(nbformat.read(output, as_version=4))
    except OSError as error:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        code = errno.errorcode.get(error.errno, "")
        tell(event="unwritten", code=code, message=os.strerror(error.errno or 0))
# Not by returning: the thread that waits for standard input would be in the way.
events.flush()
os._exit(status)
