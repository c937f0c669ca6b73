{# "12 rows removed (1.2%)": a count, and its share of `of` in three digits. Pure. #}
{% macro share_text(count, of, what) %}
    {%- if not of -%} {%- do return(count ~ " " ~ what) -%} {%- endif -%}
    {%- set share = 100 * count / of -%}
    {%- set at = namespace(places=0 if share >= 100 else 1 if share >= 10 else 2) -%}
    {%- for zeros in range(12) if share and share * 10**zeros < 1 -%}
        {%- set at.places = 3 + zeros -%}
    {%- endfor -%}
    {%- set text = share | round(at.places) | string -%}
    {%- do return(count ~ " " ~ what ~ " (" ~ (text[:-2] if text.endswith(".0") else text) ~ "%)") -%}
{% endmacro %}
