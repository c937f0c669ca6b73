{#
    Return the relations that are not read again, because a query about them failed: {before, after: {key: reason},
    unknown: [name]}. failed: {name, as for read_suspects: reason}. A query that is not about prod alone counts against
    the candidate. Pure.
#}
{% macro failed_relations(facts, failed) %}
    {%- set found, keys = {"before": {}, "after": {}, "unknown": []}, {} -%}
    {%- for relation in facts["before"] -%} {%- do keys.update({relation["key"]: "before"}) -%} {%- endfor -%}
    {%- for relation in facts["after"] -%}
        {%- do keys.update({relation["key"]: "both" if relation["key"] in keys else "after"}) -%}
    {%- endfor -%}
    {%- for name, reason in failed.items() -%}
        {%- set key = dbt_wap.key_asked(name, keys) -%}
        {%- if not key -%} {%- do found["unknown"].append(name) -%}
        {%- elif keys[key] == "before" or name == key ~ " in prod" -%}
            {%- do found["before"].update({key: reason}) -%}
        {%- elif keys[key] == "after" or name == key ~ " in the candidate" -%}
            {%- do found["after"].update({key: reason}) -%}
        {%- else -%} {%- do found["after"].update({key: "the comparison with prod failed: " ~ reason}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
