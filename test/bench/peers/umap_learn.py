"""umap-learn, given exact neighbours: seconds of each fit after the first.

Usage: umap_learn.py FOLDER MODE REPEATS COUNT NEIGHBOURS COMPONENTS MIN_DIST SEED; MODE is "seeded" (one
thread, a map that repeats) or "parallel". FOLDER holds vectors (float32), indices (int32) and
distances (float32); the last map is written there as map (float32). Prints one line of JSON.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numba
import numpy as np
import umap
from pynndescent import NNDescent

folder, mode = Path(sys.argv[1]), sys.argv[2]
repeats, count, neighbours, components = map(int, sys.argv[3:7])
min_dist, seed = float(sys.argv[7]), int(sys.argv[8])
vectors = np.fromfile(folder / "vectors", np.float32).reshape(count, -1)
indices = np.fromfile(folder / "indices", np.int32).reshape(count, neighbours)
distances = np.fromfile(folder / "distances", np.float32).reshape(count, neighbours)

# It says that the seed keeps it to one thread, and that an index is needed to place new vectors.
warnings.filterwarnings("ignore")
seconds = []
for _ in range(repeats + 1):
    # fit() insists on an index of this type, and keeps it for transform() alone.
    index = NNDescent.__new__(NNDescent)
    model = umap.UMAP(
        n_components=components,
        n_neighbors=neighbours,
        min_dist=min_dist,
        random_state=seed if mode == "seeded" else None,
        precomputed_knn=(indices.copy(), distances.copy(), index),
    )
    start = time.perf_counter()
    points = model.fit_transform(vectors)
    seconds.append(time.perf_counter() - start)
points.astype(np.float32).tofile(folder / "map")
threads = "one thread" if mode == "seeded" else f"{numba.get_num_threads()} threads"
print(
    json.dumps(
        {
            "name": f"umap-learn {umap.__version__}, {mode}, {threads}",
            "seconds": seconds[1:],
        }
    )
)
