"""The signer: the only process that can use the keys of seals.

It runs apart from the web and the queue, as a user of its own where there is one, and
listens on a socket of the machine. Who wants a set sealed gives it an authorisation that
the holder confirmed with a code of their own device; the signer holds every file against
it and writes its own chained log. No Django here: less code near the keys.
"""
