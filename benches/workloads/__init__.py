"""The yearly workload, once per engine. Each module is run as a process of its own: ``python -m``."""
