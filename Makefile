# What packagers type; the scripts do the work.
#   make install PREFIX=~/.local            make install DESTDIR=/tmp/package PREFIX=/usr
#   make uninstall PREFIX=~/.local          PROGRAM=… takes a program that is already built
PREFIX ?= /usr/local
DESTDIR ?=
PROGRAM ?=

.PHONY: all install uninstall test
all:
	script/build
install:
	DESTDIR='$(DESTDIR)' script/install '$(PREFIX)' $(if $(PROGRAM),'$(PROGRAM)')
uninstall:
	DESTDIR='$(DESTDIR)' script/uninstall '$(PREFIX)'
test:
	script/test
