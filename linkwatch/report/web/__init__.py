"""What the viewer and the HTML report share: language, words, marks, charts and the templates that draw them."""
