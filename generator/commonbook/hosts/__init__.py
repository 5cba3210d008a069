"""Hosts: programs that render a page's frame with their theme. The core knows none of them."""
