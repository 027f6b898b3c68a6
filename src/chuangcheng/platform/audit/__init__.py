"""The audit log: who did what, and proof that nobody rewrote it afterwards.

`record` and `acting` are for everyone; `sealing` and `verification` are for the job and the command.
"""

from .acting import acting, acts
from .entries import Actor, client_address, record

__all__ = ["Actor", "acting", "acts", "client_address", "record"]
