"""A Pillow loop: seconds to open, convert to RGB, resize to 128 x 128 and take as numpy arrays.

Usage: prepare.py FOLDER; prints one line of JSON. Needs pillow and numpy.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

files = sorted(path for path in Path(sys.argv[1]).glob("*/*/*.jpg"))
start = time.perf_counter()
images = [np.asarray(Image.open(file).convert("RGB").resize((128, 128))) for file in files]
seconds = time.perf_counter() - start
print(json.dumps({"photos": len(images), "seconds": seconds, "peer": f"pillow {PIL.__version__}"}))
