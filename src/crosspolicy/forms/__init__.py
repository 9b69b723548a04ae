"""The forms: what every act of the policy states. One module a chapter; the contract for prompts, flags and files."""
