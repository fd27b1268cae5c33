"""Runs a module such as pip, and ends it when the caller ends: ends_with_caller.py MODULE ARGUMENTS.

Otherwise the pip of a set-up that was killed would go on beside the pip of the next one.
"""

import os
import runpy
import sys
import threading


def end_with_caller():
    while os.read(0, 4096):
        pass
    os._exit(130)


threading.Thread(target=end_with_caller, daemon=True).start()
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
