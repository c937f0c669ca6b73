{# Return the columns of a relation on one side, from gather_facts; [] without a relation. Pure. #}
{% macro columns_in(facts, relation, side) %}
    {%- if not relation -%} {%- do return([]) -%} {%- endif -%}
    {%- do return(facts["columns"][side].get(relation["key"], [])) -%}
{% endmacro %}
