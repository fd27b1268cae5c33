"""An encoder in onnxruntime: seconds of encoding random images, with all threads.

Usage: encode_onnx.py PATH BATCH IMAGES; prints one line of JSON. Needs onnxruntime and numpy.
"""

import json
import sys
import time

import numpy as np
import onnxruntime

path, batch, images = sys.argv[1], *map(int, sys.argv[2:])
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
x = np.random.default_rng(1).uniform(-1, 1, (batch, 3, 128, 128)).astype(np.float32)
session.run(None, {"images": x})
start = time.perf_counter()
for _ in range(0, images, batch):
    session.run(None, {"images": x})
print(
    json.dumps(
        {"encoding": time.perf_counter() - start, "peer": f"onnxruntime {onnxruntime.__version__}"}
    )
)
