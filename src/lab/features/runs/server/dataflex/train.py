"""Trains config.yaml with the policies of policies.py: `python train.py`, or with several processes
`torchrun --nproc_per_node 2 train.py`. Arguments like `learning_rate=1e-4` replace values of config.yaml."""
import sys

import policies  # noqa: F401  registers the mixers and the selector
from dataflex.launcher import launch

sys.argv[1:1] = ["config.yaml"]
launch()
