"""FAISS IndexFlatL2: seconds to build an index and find the k nearest of its own vectors.

Usage: search.py COUNT DIM K SEED; prints one line of JSON. Needs faiss-cpu and numpy.
"""

import json
import sys
import time

import faiss
import numpy as np


def uniform_vectors(count: int, dim: int, seed: int) -> np.ndarray:
    """The numbers of lib/io/random.ts (mulberry32), uniform in [-1, 1)."""
    i = np.arange(1, count * dim + 1, dtype=np.uint32)
    t = np.uint32(seed) + i * np.uint32(0x6D2B79F5)
    t = (t ^ (t >> np.uint32(15))) * (t | np.uint32(1))
    t ^= t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61))
    t ^= t >> np.uint32(14)
    return (t / 4294967296 * 2 - 1).astype(np.float32).reshape(count, dim)


count, dim, k, seed = map(int, sys.argv[1:])
vectors = uniform_vectors(count, dim, seed)
start = time.perf_counter()
index = faiss.IndexFlatL2(dim)
index.add(vectors)
_, indices = index.search(vectors, k)
seconds = time.perf_counter() - start
print(
    json.dumps(
        {
            "seconds": seconds,
            "sample": indices[:100].ravel().tolist(),
            "peer": f"faiss-cpu {faiss.__version__}, {faiss.omp_get_max_threads()} threads",
        }
    )
)
