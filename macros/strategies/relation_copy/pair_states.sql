{# The event is recorded in the transaction of the exchange, so it is always right. Atomic: yes, reads nothing. #}
{% macro duckdb__relation_copy__pair_states(run) %}
    {%- set at = namespace(swapped=false) -%}
    {%- for event in run["events"] -%}
        {%- if event["event"] == "swapped" -%} {%- set at.swapped = true -%} {%- endif -%}
        {%- if event["event"] == "rolled_back" -%} {%- set at.swapped = false -%} {%- endif -%}
    {%- endfor -%}
    {%- set states = [] -%}
    {%- for pair in run["schemas"] -%}
        {%- do states.append(
            dict(
                pair, swapped=at.swapped, candidate=pair["audit"], old=pair["archive"] if at.swapped else pair["prod"]
            )
        ) -%}
    {%- endfor -%}
    {%- do return(states) -%}
{% endmacro %}
