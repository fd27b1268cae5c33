"""+Layer in PyTorch, float32: seconds of training steps and of encoding, on random images.

Usage: train.py BATCH STEPS IMAGES [cpu | cuda]; prints one line of JSON. Needs torch.
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
# By default PyTorch rounds the inputs of convolutions on a GPU to TF32, which is another comparison.
torch.backends.cudnn.allow_tf32 = False
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.benchmark = True
encoder, decoder = plus_layer()
model = nn.Sequential(encoder, decoder).to(device)
optimizer = torch.optim.Adam(model.parameters(), 3e-4)
x = torch.rand(batch, 3, 128, 128, device=device) * 2 - 1


def wait() -> None:
    if device == "cuda":
        torch.cuda.synchronize()


if device == "cuda":
    # Allocates, plans and chooses algorithms.
    for _ in range(3):
        nn.functional.mse_loss(model(x), x).backward()
    with torch.no_grad():
        encoder(x)
    wait()

training = []
for _ in range(steps + 1):
    start = time.perf_counter()
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), x)
    loss.backward()
    optimizer.step()
    loss.item()
    wait()
    training.append(time.perf_counter() - start)

start = time.perf_counter()
with torch.no_grad():
    for _ in range(0, images, batch):
        encoder(x)
wait()
encoding = time.perf_counter() - start
print(
    json.dumps(
        {
            # The first step also allocates and plans; it is left out on both sides.
            "training": training[1:],
            "encoding": encoding,
            "peer": f"PyTorch {torch.__version__}, "
            + (torch.cuda.get_device_name() if device == "cuda" else f"{torch.get_num_threads()} threads"),
        }
    )
)
