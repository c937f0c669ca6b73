{#
    Replace long values of a sample that begin alike by the text around their first difference. answer: to
    text_windows_question. Changes the sample. Pure.
#}
{% macro read_text_windows(sample, columns, answer) %}
    {%- for found in answer -%}
        {%- set row, column = sample["changed"][found["n"] | int - 1], columns[found["c"] | int] -%}
        {%- for side in ["before", "after"] if row[side][column["name"]] is mapping -%}
            {%- do row[side][column["name"]].update({"text": found[side], "start": found["start"] | int}) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
