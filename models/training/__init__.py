"""The making of the German language models: from the data folder to weights, figures and model cards."""
