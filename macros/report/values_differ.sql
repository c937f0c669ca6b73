{# The test that a column of a comparison has other values in the rows b and a. Returns SQL text. #}
{% macro values_differ(column) %}
    {%- set b, a = "b." ~ column["id"], "a." ~ column["id"] -%}
    {%- set test = b ~ " is distinct from " ~ a -%}
    {%- if column["tolerance"] is not none -%}
        {%- set test = test ~ " and not coalesce(abs(cast(" ~ b ~ " as float8) - cast(" ~ a ~ " as float8)) <= " ~ column["tolerance"] ~ ", false)" -%}
    {%- endif -%}
    {%- do return(test) -%}
{% endmacro %}
