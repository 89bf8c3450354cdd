"""Addresses that lead inside, in every notation, and ones that no two parsers read alike."""

INSIDE = """
127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 0 0.0.0.0 [::1] [::] [::ffff:127.0.0.1]
[::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [fe80::1%25lo]
[fd00::1] [fec0::1] [ff02::1] 10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 169.254.169.254
[fd00:ec2::254] 192.0.0.192 198.18.0.1 192.0.2.1 224.0.0.1 240.0.0.1 255.255.255.255 localhost
LOCALHOST. ①②⑦.0.0.1 127。0。0。1 １２７.0.0.1 press.example@127.0.0.1
press.example%2f@127.0.0.1 press.example\\@127.0.0.1 [::1%250] 127.0.0.1. 127.0.0.1%00.press.example
""".split()

NO_WEB = """
file:///etc/passwd FILE:///etc/passwd ftp://press.example/x gopher://127.0.0.1:25/_x data:text/html,x
javascript:alert(1) jar:http://x!/ unix:///run/docker.sock ws://press.example/ //etc/passwd http:/etc
http:///etc
""".split()

PORTS = (22, 25, 6379, 5432, 0, 99_999, -1)
