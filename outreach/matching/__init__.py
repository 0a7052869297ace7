"""Comparing an incoming list with the people already known: who is new, changed, the same, gone or in doubt. Pure.

``people`` says what is compared and what comes out; ``compare`` does it; ``alike`` finds who may be one without being
written the same; ``changes`` tells what a row would change. No ORM, no request: others fetch the people, and put the
answer into practice.
"""
