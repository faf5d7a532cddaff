#pragma once

// Nothing to call from Swift: the target only adds definitions to the program. See glibc.c.
