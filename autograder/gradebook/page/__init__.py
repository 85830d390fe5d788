"""The feedback page: from an autograded notebook to HTML that a student reads, prints or listens to.

Whatever a student can choose (text, names, Markdown, HTML, pictures, formulas) is data to these modules. The page
holds no script and loads nothing from anywhere.
"""
