{# Return the definitions of one side under prod's keys, with prod's names in the queries of views. Reads only. #}
{% macro definitions_in_prod_names(pairs, side, all_pairs=none) %}
    {%- do return(dbt_wap.read_catalog(pairs, [side], ["definitions"], all_pairs)[side]["definitions"]) -%}
{% endmacro %}
