class Refused(Exception):
    """A verb said no. Carries a stable code for machines and a sentence for the person who asked."""

    def __init__(self, code: str, sentence):
        super().__init__(code)
        self.code = code
        self.sentence = sentence
