{# Add to an entry which options its comparison had. plan: from get_comparison. Pure. #}
{% macro note_options(entry, plan) %}
    {%- for name in ["ignored", "masked", "filter", "key_origin"] -%}
        {%- do entry.update({name: plan[name]}) -%}
    {%- endfor -%}
{% endmacro %}
