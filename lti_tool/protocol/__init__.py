"""LTI 1.3 and its services: no Flask, no SQL. The network is used in `service.py` alone."""
