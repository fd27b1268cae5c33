"""Numbers of the search network in PyTorch: writes reference.json, which the tests compare with.

    python reference.py CROPS    (CROPS: PNG files of 128 x 128 pixels, which the file keeps)

Needs torch, numpy, safetensors and Pillow.
"""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file

HERE = Path(__file__).parent
WEIGHTS = HERE / "../../../data/models/residual.safetensors"


def norm(channels):
    return nn.GroupNorm(channels // 16, channels)


class Residual(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.c1 = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.n1 = norm(outputs)
        self.c2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.n2 = norm(outputs)
        self.sc = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x):
        y = F.relu(self.n1(self.c1(x)))
        return F.relu(self.n2(self.c2(y)) + self.sc(x))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 3, padding=1)
        self.mix = nn.Conv2d(32, 32, 1)
        self.n0 = norm(32)
        stages = [(32, 64), (64, 128), (128, 256)]
        self.stages = nn.ModuleList([nn.Sequential(Residual(*stage)) for stage in stages])

    def forward(self, x):
        x = F.avg_pool2d(F.relu(self.stem(x)), 4)
        x = self.stages[0](F.relu(self.n0(self.mix(x))))
        fine = self.stages[1](F.avg_pool2d(x, 2))
        return fine, self.stages[2](F.avg_pool2d(fine, 2))


class Head(nn.Module):
    """Both maps to one unit vector, at 48 x 48 pixels."""

    def __init__(self):
        super().__init__()
        self.fine = nn.Conv2d(128, 24, 1)
        self.coarse = nn.Conv2d(256, 64, 1)
        self.joint = nn.Linear(24 * 6 * 6 + 64 * 3 * 3, 256)

    def forward(self, fine, coarse):
        parts = [self.fine(fine).flatten(1), self.coarse(coarse).flatten(1)]
        return F.normalize(self.joint(torch.cat(parts, 1)), dim=1)


def loaded():
    tensors = load_file(WEIGHTS)
    state = {}
    for name, value in tensors.items():
        if not name.endswith(".scale"):
            scale = tensors.get(f"{name}.scale")
            state[name] = value if scale is None else value.float() * scale
    network = Network()
    network.load_state_dict(state)
    return network


def formula(shape, key, amplitude):
    """Values that the tests make by the same formula: row-major, in +-amplitude / 2."""
    i = np.arange(np.prod(shape), dtype=np.int64)
    values = ((i * 7919 + key * 104729) % 2003 / 2003 - 0.5) * amplitude
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def synthetic(n, size):
    """Images `[n, size, size, 3]` of bytes, by a formula."""
    i, y, x, c = np.ogrid[:n, :size, :size, :3]
    return ((x * (3 + i) + y * 5 * (c + 1) + ((x * y) >> (3 + i)) + 40 * c) % 256).astype(np.uint8)


def statistics(values):
    values = values.detach().flatten()
    at = [(k * 104729 + 17) % len(values) for k in range(min(12, len(values)))]
    return {"norm": values.norm().item(), "at": at, "values": values[at].tolist()}


def normalised(images):
    return (torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255 - 0.6) / 0.28


@torch.no_grad()
def embeddings(network, images):
    x = F.avg_pool2d(normalised(images), 2)
    maps = zip(network(x), network(x.flip(3)))
    return [[statistics((a[i] + b[i]) / 2) for i in range(len(images))] for a, b in maps]


def loss_of(network, head, prototypes, x, first, second, share):
    logits = 16 * head(*network(x)) @ F.normalize(prototypes, dim=1).T
    log = F.log_softmax(logits, 1)
    row = torch.arange(len(x))
    mixed = share * log[row, first] + (1 - share) * log[row, second]
    return -0.9 * mixed.mean() - 0.1 * log.mean()


def training(network):
    head = Head()
    prototypes = nn.Parameter(formula((11, 256), 99, 0.2))
    for key, parameter in enumerate(head.parameters()):
        parameter.data.copy_(formula(tuple(parameter.shape), key, 0.1))
    x = normalised(synthetic(4, 48))
    first, second = torch.tensor([0, 3, 5, 10]), torch.tensor([3, 5, 10, 0])
    share = torch.tensor([1.0, 0.7, 0.85, 0.4])
    model = nn.ModuleDict({"network": network, "head": head})
    named = {**dict(network.named_parameters()), "prototypes": prototypes}
    named |= {f"head.{name}": parameter for name, parameter in head.named_parameters()}
    groups = [
        {"params": [p for p in model.parameters() if p.ndim > 1], "weight_decay": 0.05},
        {"params": [p for p in model.parameters() if p.ndim == 1], "weight_decay": 0.0},
        {"params": [prototypes], "weight_decay": 0.0, "lr": 3e-3},
    ]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.99))
    losses = []
    for step in range(3):
        loss = loss_of(network, head, prototypes, x, first, second, share)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        clipped = nn.utils.clip_grad_norm_(model.parameters(), 2.0).item()
        if step == 0:
            norm = clipped
            gradients = {name: statistics(value.grad) for name, value in named.items()}
        optimizer.step()
    return {"losses": losses, "gradientNorm": norm, "gradients": gradients}


def main(paths):
    torch.set_num_threads(1)
    network = loaded()
    crops = np.stack([np.asarray(Image.open(path).convert("RGB")) for path in paths])
    reference = {
        "crops": [base64.b64encode(Path(path).read_bytes()).decode() for path in paths],
        "maps": {
            "synthetic": embeddings(network, synthetic(3, 128)),
            "crops": embeddings(network, crops),
        },
        "training": training(network),
    }
    text = json.dumps(reference, separators=(",", ":"))
    (HERE / "reference.json").write_text(text)
    print(len(text), reference["training"]["losses"], reference["training"]["gradientNorm"])


main(sys.argv[1:])
