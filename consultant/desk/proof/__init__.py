"""Who really sent a mail: SPF, DKIM and DMARC, asked of DNS through a resolver that can be exchanged."""
