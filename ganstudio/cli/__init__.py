"""The command line. Its modules import torch, numpy and Qt only inside the functions that need them."""

from ganstudio.cli.commands import ganstudio as ganstudio
from ganstudio.cli.commands import main as main
