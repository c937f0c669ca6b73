{# True once the exchange of a run is committed: its event stands in the same transaction. Pure. #}
{% macro is_swapped(run) %}
    {%- set at = namespace(swapped=false) -%}
    {%- for event in run["events"] -%}
        {%- if event["event"] == "swapped" -%} {%- set at.swapped = true -%} {%- endif -%}
        {%- if event["event"] == "rolled_back" -%} {%- set at.swapped = false -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(at.swapped) -%}
{% endmacro %}
