"""+Layer in PyTorch, as it comes and as experts run it: seconds of training steps and of encoding.

On a CPU: PyTorch's own layout of images (NCHW), channels_last, and that compiled. On a GPU: float32,
TF32, and bfloat16 autocast with channels_last, as it is and compiled; cudnn.benchmark in all.

Usage: train.py BATCH STEPS IMAGES [cpu | cuda]; prints one line of JSON. Needs torch, and to compile on
a CPU g++.
"""

import json
import os
import sys
import time

import torch
from torch import nn


def plus_layer() -> tuple[nn.Module, nn.Module]:
    conv, deconv = nn.Conv2d, nn.ConvTranspose2d
    encoder = nn.Sequential(
        conv(3, 64, 3, 1, 1), nn.ReLU(), conv(64, 64, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2),
        conv(64, 128, 3, 2, 1), nn.ReLU(), conv(128, 128, 3, 1, 0), nn.ReLU(), nn.MaxPool2d(2),
        conv(128, 256, 3, 2, 1), nn.ReLU(), nn.MaxPool2d(2),
        conv(256, 512, 3, 1, 1), nn.ReLU(), conv(512, 512, 3, 1, 1),
        conv(512, 512, 3, 1, 0), nn.ReLU(), nn.MaxPool2d(2),
    )
    decoder = nn.Sequential(
        deconv(512, 512, 3, 1, 1), nn.ReLU(), deconv(512, 256, 3, 2, 0),
        deconv(256, 128, 3, 2, 1), nn.ReLU(), deconv(128, 64, 3, 2, 1),
        deconv(64, 64, 3, 2, 1), nn.ReLU(), deconv(64, 32, 3, 2, 1),
        deconv(32, 32, 3, 2, 1), nn.ReLU(), deconv(32, 3, 4, 2, 2), nn.Tanh(),
    )
    return encoder, decoder


batch, steps, images = map(int, sys.argv[1:4])
device = sys.argv[4] if len(sys.argv) > 4 else "cpu"
torch.set_num_threads(os.cpu_count() or 1)
torch.backends.cudnn.benchmark = True

VARIANTS = {
    "cpu": {
        "NCHW": {},
        "channels_last": {"channels_last": True},
        "channels_last, compiled": {"channels_last": True, "compiled": True},
    },
    "cuda": {
        "float32": {},
        "TF32": {"tf32": True, "channels_last": True},
        "bfloat16": {"bfloat16": True, "channels_last": True},
        "bfloat16, compiled": {"bfloat16": True, "channels_last": True, "compiled": True},
    },
}[device]


def wait() -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def measure(channels_last=False, compiled=False, tf32=False, bfloat16=False) -> dict:
    """Seconds of each training step and of encoding, on images in the layout of the variant."""
    torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cuda.matmul.allow_tf32 = tf32
    layout = torch.channels_last if channels_last else torch.contiguous_format
    parts = [part.to(device, memory_format=layout) for part in plus_layer()]
    model = nn.Sequential(*parts)
    optimizer = torch.optim.Adam(model.parameters(), 3e-4, fused=True)
    x = (torch.rand(batch, 3, 128, 128, device=device) * 2 - 1).to(memory_format=layout)
    forward, encode = (torch.compile(f) if compiled else f for f in (model, parts[0]))

    def precision():
        return torch.autocast(device, torch.bfloat16, enabled=bfloat16)

    def step() -> None:
        optimizer.zero_grad()
        with precision():
            loss = nn.functional.mse_loss(forward(x), x)
        loss.backward()
        optimizer.step()
        loss.item()
        wait()

    def encode_once() -> None:
        with torch.inference_mode(), precision():
            encode(x)
        wait()

    # Allocates, plans, compiles and chooses algorithms.
    for _ in range(3 if device == "cuda" else 1):
        step()
        encode_once()
    training = []
    for _ in range(steps):
        start = time.perf_counter()
        step()
        training.append(time.perf_counter() - start)
    start = time.perf_counter()
    for _ in range(0, images, batch):
        encode_once()
    return {"training": training, "encoding": time.perf_counter() - start}


print(
    json.dumps(
        {
            "variants": {name: measure(**options) for name, options in VARIANTS.items()},
            "peer": f"PyTorch {torch.__version__}, "
            + (torch.cuda.get_device_name() if device == "cuda" else f"{torch.get_num_threads()} threads"),
        }
    )
)
