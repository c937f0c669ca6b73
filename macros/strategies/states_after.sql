{# Return what pair_states will return after the exchange of a publish or a rollback. Reads only. #}
{% macro states_after(run, step) %}
    {%- set after = [] -%}
    {%- for state in dbt_wap.pair_states(run) -%}
        {%- if step == "rollback" and state["swapped"] -%}
            {%- do after.append(dict(state, swapped=false, candidate=state["old"], old=state["prod"])) -%}
        {%- elif step == "publish" and not state["swapped"] -%}
            {%- do after.append(dict(state, swapped=true, candidate=state["prod"], old=state["candidate"])) -%}
        {%- else -%} {%- do after.append(state) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(after) -%}
{% endmacro %}
