"""A bounded fuzzer: hostile input for every page and form, on both databases, which must agree.

    python -m tests.fuzz --inputs 20000 --seed 1

Every input is made from the seed and its own number alone, so that one can be repeated by itself.
"""
