"""The process: every act of the policy as a value in a registry, its effect a pure function. One module a chapter."""
