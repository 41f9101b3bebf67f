"""Who really sent a mail: SPF, DKIM and DMARC, asked of DNS through a resolver that can be exchanged."""

from consultant.desk.proof.authenticator import Authenticator, Undecided
from consultant.desk.proof.dns import DnsTrouble, Resolver, SystemResolver

__all__ = ["Authenticator", "DnsTrouble", "Resolver", "SystemResolver", "Undecided"]
