"""An append-only record of every act, chained so that no link can be changed unseen."""
