"""URLs that must never lead to a connection, by the trick that each one tries."""


def words(text: str) -> list[str]:
    """One URL a word."""
    return text.split()


# Names that a test's resolver knows; every other name does not exist.
NAMES = {
    "public.example": ["93.184.216.34"],
    "public6.example": ["2606:4700:4700::1111"],
    "xn--bcher-kva.example": ["93.184.216.34"],
    "my_site.example": ["93.184.216.34"],
    "loopback.example": ["127.0.0.1"],
    "loopback6.example": ["::1"],
    "private.example": ["10.0.0.5"],
    "metadata.example": ["169.254.169.254"],
    "azure.example": ["168.63.129.16"],
    "carrier.example": ["100.64.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "zero.example": ["0.0.0.0"],
    "multicast.example": ["224.0.0.1"],
    "ula.example": ["fd00::1"],
    "mixed.example": ["93.184.216.34", "10.0.0.5"],
    "mixed-late.example": ["93.184.216.34", "93.184.216.35", "2606:4700::1", "::1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "linklocal.example": ["fe80::1%eth0"],
    # what a split-horizon name server or a search list would answer
    "localhost": ["127.0.0.1"],
    "intranet": ["10.0.0.5"],
    "db.internal": ["10.0.0.5"],
    "printer.local": ["192.168.1.9"],
    "router.home.arpa": ["192.168.1.1"],
    "wiki.corp": ["93.184.216.34"],
}

LITERALS = words(r"""
http://127.0.0.1/ http://127.0.0.1:80/ http://127.0.0.1:8080/ https://127.0.0.1/ http://127.1.2.3/
http://127.255.255.255/ http://0.0.0.0/ http://0.1.2.3/ http://10.0.0.1/ http://172.16.0.1/
http://172.31.255.255/ http://192.168.0.1/ http://169.254.169.254/latest/meta-data/
http://169.254.170.2/ http://100.64.0.1/ http://100.100.100.200/ http://192.0.0.192/
http://168.63.129.16/ http://198.18.0.1/ http://224.0.0.1/ http://239.255.255.250/
http://240.0.0.1/ http://255.255.255.255/ http://192.0.2.1/ http://198.51.100.7/
http://203.0.113.9/ http://192.88.99.1/ http://[::1]/ http://[::]/ http://[::1]:8080/
https://[::1]/ http://[0:0:0:0:0:0:0:1]/ http://[0000::0001]/ http://[fe80::1]/ http://[fec0::1]/
http://[fc00::1]/ http://[fd00:ec2::254]/ http://[ff02::1]/ http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/ http://[::FFFF:169.254.169.254]/ http://[::ffff:8.8.8.8]/
http://[::127.0.0.1]/ http://[::7f00:1]/ http://[::ffff:0:127.0.0.1]/ http://[64:ff9b::127.0.0.1]/
http://[64:ff9b::808:808]/ http://[64:ff9b:1::7f00:1]/ http://[2002:7f00:1::]/
http://[2001:0:7f00:1::]/ http://[2001:db8::1]/ http://[3fff::1]/ http://[5f00::1]/
http://[100::1]/ http://[2a00:1450::5efe:7f00:1]/ http://[::ffff:100.64.0.1]/
""")

# The same few addresses (and 8.8.8.8), in every notation that some resolver or C library reads.
ODD_IPV4 = words(r"""
http://2130706433/ http://017700000001/ http://0x7f000001/ http://0x7F.0.0.1/
http://0x7f.0x0.0x0.0x1/ http://0177.0.0.1/ http://0177.0000.0000.0001/ http://00000177.0.0.01/
http://127.1/ http://127.0.1/ http://127.0x1/ http://127.0.0.01/ http://127.0.0.0x1/
http://0127.0.0.1/ http://127.0.0.001/ http://0/ http://0x0/ http://00/ http://1/ http://127/
http://127.0.0.1./ http://2130706433./ http://2852039166/ http://0xA9FEA9FE/ http://025177524776/
http://0xa9.0xfe.0xa9.0xfe/ http://169.254.43518/ http://169.16689662/ http://0251.0376.0251.0376/
http://0251.254.169.254/ http://0xa9.254.0251.254/ http://134744072/ http://0x08080808/
http://010.010.010.010/ http://8.8.2056/ http://08.8.8.8/ http://8.8.8.08/ http://00008.8.8.8/
http://4294967296/ http://256.256.256.256/ http://127.0.0.1.1/ http://1.2.3.4.5/ http://127..0.1/
http://.127.0.0.1/ http://0x7f.1/ http://0x.0x.0x.0x/ http://0x7f000001./ http://127.0.0.1.0x1/
http://example.1/ http://example.0x1/ http://a.08/ http://999999999999/ http://-1/
http://127.0.0.1:0/ http://+127.0.0.1/ http://0b01111111.0.0.1/ http://127.0.0.1%00/
http://127,0,0,1/ http://0x00000000000000007f.0.0.1/ http://0000000000000000000000000177.0.0.1/
http://0xffffffff7f000001/
""")

LOOK_ALIKES = [
    "http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127．0．0．1/",
    "http://127｡0｡0｡1/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://ｌｏｃａｌｈｏｓｔ/", "http://⑯⑨。②⑤④。⑯⑨｡②⑤④/",
    "http://๑๒๗.๐.๐.๑/", "http://١٢٧.٠.٠.١/", "http://०.०.०.०/", "http://public．example/",
    "http://ｐublic.example/", "http://public。example/", "http://pu\u00adblic.example/",
    "http://pub\u200blic.example/", "http://public\u2024example/", "http://℀.example/", "http://ℌost.example/",
    "http://𝓅𝓊𝒷𝓁𝒾𝒸.example/", "http://public.example\uff0f@127.0.0.1/", "http://public.example\uff03@127.0.0.1/",
    "http://[：：1]/", "http://0177．0．0．1/", "http://０ｘ７ｆ．1/", "http://lo\u2060calhost/", "http://\ufeffpublic.example/",
]  # fmt: skip

AUTHORITY_TRICKS = [
    "http://user@public.example/", "http://user:pass@public.example/", "http://@public.example/",
    "http://:@public.example/", "http://public.example@127.0.0.1/", "http://127.0.0.1@public.example/",
    "http://public.example:80@127.0.0.1/", "http://public.example%40127.0.0.1/", "http://a@b@public.example/",
    "http://127.0.0.1\\@public.example/", "http://public.example\\@127.0.0.1/", "http:\\\\127.0.0.1/",
    "http:\\\\public.example\\", "http://public.example\\.loopback.example/", "http://127.0.0.1\\.public.example/",
    "http://public.example%2f@127.0.0.1/", "http://public.example%00.loopback.example/",
    "http://loop%62ack.example/", "http://%6c%6f%63alhost/", "http://127.0.0.1%23@public.example/",
    "http://127%2e0%2e0%2e1/", "http://%31%32%37.0.0.1/", "http://public.example&@127.0.0.1/",
    "http://public.example \t@127.0.0.1/", "http://public.example\t.loopback.example/",
    "http://public.example\n.loopback.example/", "http://public.example\r\nHost: x/", "http://pub lic.example/",
    "http://public.example\x00.loopback.example/", "http://public.example\x7f/", "http://<public.example>/",
    "http://public.example^/", "http://public.example|x/", "http://public.example`id`/", "http://{public.example}/",
    "http://$(id).public.example/", "http://public.example;x/", "http://public.example,x/", "http://'public.example'/",
    "http://\"public.example\"/", "http://public.example!/", "http://public.example*/", "http://(public.example)/",
    "http://public.example=x/", "http://~public.example/", "http://public.example+x/",
    "http://[::1%25lo]/", "http://[fe80::1%eth0]/", "http://[fe80::1%25eth0]/", "http://[2606:4700::1%251]/",
    "http://[::1/", "http://::1/", "http://::1]/", "http://[]/", "http://[127.0.0.1]/", "http://[::1].public.example/",
    "http://[public.example]/", "http://[::g]/", "http://[v1.x]/", "http://[::1]x/", "http://[[::1]]/",
    "http://public.example:/@127.0.0.1/x\x00".replace("/@", "@"), "http://public.example:80:80/", "http://public.example:x/",
    "http://public.example:-1/", "http://public.example:65536/", "http://public.example:080808080/", "http://public.example:8 0/",
]  # fmt: skip

NOT_HTTP = [
    *words(r"""
ftp://public.example/ file:///etc/passwd file://public.example/etc/passwd
gopher://127.0.0.1:6379/_INFO dict://127.0.0.1:11211/stat data:text/html,x javascript:alert(1)
about:blank blob:http://public.example/x ws://public.example/ wss://public.example/
jar:http://127.0.0.1!/ netdoc:///etc/passwd ldap://127.0.0.1/ tftp://127.0.0.1/x sftp://127.0.0.1/
ssh://127.0.0.1/ mailto:a@public.example tel:123 view-source:http://127.0.0.1/ http: http:/
http:// http:/public.example http:public.example http:127.0.0.1 http:///public.example
http:////127.0.0.1/ https: https:///127.0.0.1 //public.example/ //127.0.0.1/ /path public.example
public.example:80 127.0.0.1 localhost httpx://public.example/ http+unix://x/ http%3a//127.0.0.1/
http;//127.0.0.1/ http//127.0.0.1/ ://127.0.0.1/ http://? http://# http://?@127.0.0.1/
http://#@127.0.0.1/ http://:80/ http://:@/ http://. http://.. http://../ url:http://127.0.0.1/
    """),
    "",
    " ",
    "\n",
    "h\nttp://127.0.0.1/",
    "java\nscript:x",
    "http ://127.0.0.1/",
    "http:\n//127.0.0.1/",
    "\u2028http://127.0.0.1/",
]

LOCAL_NAMES = words(r"""
http://localhost/ http://LOCALHOST/ http://localhost:8080/ http://localhost./ http://localhost../
http://foo.localhost/ http://localhost.localdomain/ http://intranet/ http://wiki/ http://a/
http://db.internal/ http://metadata.google.internal/ http://printer.local/ http://x.intranet/
http://wiki.corp/ http://nas.lan/ http://router.home/ http://router.home.arpa/ http://home.arpa/
http://box.localdomain/ http://x.private/ http://app.test/ http://1.0.0.127.in-addr.arpa/
http://x.ip6.arpa/ http://kubernetes.default.svc.cluster.local/ http://host.docker.internal/
http://ip6-localhost/ http://public.example./ http://public.example../ http://public..example/
http://.public.example/ http://example/
""")

RESOLVED = words(r"""
http://loopback.example/ http://loopback6.example/ http://private.example/
http://metadata.example/ http://azure.example/ http://carrier.example/ http://nat64.example/
http://sixtofour.example/ http://mapped.example/ http://zero.example/ http://multicast.example/
http://ula.example/ http://mixed.example/ http://mixed-late.example/ https://loopback.example/
http://127.0.0.1.nip.example/ http://linklocal.example/ https://mixed.example:8443/
http://LOOPBACK.example/x?y#z
""")

BLOCKED_PORTS = [
    f"http://public.example:{port}/"
    for port in (0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
                 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512,
                 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719,
                 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
                 6697, 10080)
]  # fmt: skip

BAD = [
    *LITERALS, *ODD_IPV4, *LOOK_ALIKES, *AUTHORITY_TRICKS, *NOT_HTTP, *LOCAL_NAMES, *RESOLVED, *BLOCKED_PORTS,
    "http://public.example/" + "a" * 9000, "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/",
]  # fmt: skip

# What must stay possible, and the address and port that it leads to.
GOOD = {
    "http://public.example/": ("93.184.216.34", 80),
    "https://public.example": ("93.184.216.34", 443),
    "HTTP://PUBLIC.EXAMPLE/": ("93.184.216.34", 80),
    "  http://public.example/  ": ("93.184.216.34", 80),
    "http://public.example:8080/": ("93.184.216.34", 8080),
    "http://public.example:80/": ("93.184.216.34", 80),
    "http://public.example:/": ("93.184.216.34", 80),
    "http://public.example:3000/": ("93.184.216.34", 3000),
    "http://public.example:00080/": ("93.184.216.34", 80),
    "http://public.example?x=y": ("93.184.216.34", 80),
    "http://public.example#x": ("93.184.216.34", 80),
    "http://public.example/@127.0.0.1/": ("93.184.216.34", 80),
    "http://public.example/?u=http://127.0.0.1/": ("93.184.216.34", 80),
    "http://public.example/a b/ü?q=ä|{}": ("93.184.216.34", 80),
    "http://public.example/\\x": ("93.184.216.34", 80),
    "http://public.example/%00%zz": ("93.184.216.34", 80),
    "https://bücher.example/": ("93.184.216.34", 443),
    "https://BÜCHER.example/": ("93.184.216.34", 443),
    "https://bu\u0308cher.example/": ("93.184.216.34", 443),
    "https://xn--bcher-kva.example/": ("93.184.216.34", 443),
    "http://my_site.example/": ("93.184.216.34", 80),
    "http://public6.example/": ("2606:4700:4700::1111", 80),
    "http://8.8.8.8/": ("8.8.8.8", 80),
    "http://100.63.255.254/": ("100.63.255.254", 80),
    "http://100.128.0.1/": ("100.128.0.1", 80),
    "http://172.32.0.1:8443/": ("172.32.0.1", 8443),
    "http://[2606:4700:4700::1111]/": ("2606:4700:4700::1111", 80),
    "https://[2606:4700:4700:0:0:0:0:1111]:8443/": ("2606:4700:4700::1111", 8443),
}
