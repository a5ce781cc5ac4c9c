"""The same ten-step approval on three engines, for `bench.acts`. Never imported by the product."""
