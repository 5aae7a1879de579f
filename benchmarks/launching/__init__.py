"""The parts of `benchmarks.launch`: a stub platform, the load, the tools that are measured."""
